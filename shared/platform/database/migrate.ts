/** What a list of migrations is. */
import type { MigrationInterface } from 'typeorm';

export type MigrationList = readonly (new () => MigrationInterface)[];
