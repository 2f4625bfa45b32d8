/** The captures of a hold, wherever the hold is shown. */
import 'reflect-metadata';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { HoldType } from '../redemptions/hold.type.js';
import { capturesOf } from './capture.query.js';
import { CaptureType, captureType } from './capture.type.js';

@Resolver(() => HoldType)
export class HoldCapturesResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => [CaptureType], { description: 'How it was spent, each capture in its turn.' })
  async captures(@Root() hold: HoldType, @Ctx() context: RequestContext): Promise<CaptureType[]> {
    return (await capturesOf(this.database, context, hold.id)).map(captureType);
  }
}
