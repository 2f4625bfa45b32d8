/**
 * The load process: does one job at a time for the benchmark that started it, so that what is measured does not
 * load itself.
 */
import 'reflect-metadata';
import { openLedgerActs } from '../ledger/open-acts.js';
import { type OpenAct, openPurchases, openRead } from './http-acts.js';
import type { Job, JobResult, LoadMessage, PacedLoad } from './job.js';
import { followPurchases } from './live.js';
import { paced } from './paced.js';
import { openPostings } from './posting-acts.js';

function tell(message: LoadMessage): void {
  process.send?.(message);
}

function open(job: PacedLoad): OpenAct | Promise<OpenAct> {
  const { callers } = job.pace;
  switch (job.kind) {
    case 'read':
      return openRead(job, callers);
    case 'purchases':
      return openPurchases(job, callers);
    case 'postings':
      return openPostings(job, callers);
    case 'ledger':
      return openLedgerActs(job, callers);
  }
}

async function run(job: Job): Promise<JobResult> {
  const onWarm = () => tell({ warm: true });
  if (job.kind === 'live') return followPurchases(job, onWarm);
  const { act, close } = await open(job);
  try {
    return await paced(job.pace, act, onWarm);
  } finally {
    await close();
  }
}

process.on('message', (job: Job) => {
  run(job).then(
    (result) => tell({ result }),
    (fault: unknown) => tell({ fault: String(fault instanceof Error ? fault.stack : fault) }),
  );
});
process.on('disconnect', () => process.exit(0));
