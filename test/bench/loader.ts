/**
 * This side of the load process: gives it jobs and says when its warm-up is over, so that costs are counted from
 * there.
 */
import type { ChildProcess } from 'node:child_process';
import type { Job, JobResult, LoadMessage } from './load/job.js';
import { endProgram, nextMessage, startProgram } from './program.js';

export class Loader {
  private readonly program: ChildProcess = startProgram('test/bench/load/main.js');

  get pid(): number {
    return this.program.pid ?? 0;
  }

  async run(job: Job, onWarm: () => void = () => undefined): Promise<JobResult> {
    this.program.send(job);
    for (;;) {
      const message = await nextMessage<LoadMessage>(this.program);
      if ('warm' in message) onWarm();
      else if ('fault' in message) throw new Error(`the load of ${job.kind} failed: ${message.fault}`);
      else return message.result;
    }
  }

  stop(): Promise<void> {
    return endProgram(this.program);
  }
}
