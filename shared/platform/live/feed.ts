/**
 * Follows one thing that changes for all its followers in this process: one read for all, at most five in a second,
 * and only when something changed.
 *
 * A follower gets the state of the moment first and then the newest state each time it is another. What was not
 * taken yet is replaced, so nothing queues anywhere. Timers exist only while someone follows.
 */
import { Newest } from './newest.js';

export interface FeedSource<Frame> {
  read(): Promise<Frame>;
  /** Whether a state that was just read is another than the one told last. */
  isNews(known: Frame, read: Frame): boolean;
  /** Whether time alone made a state another one; a cheap look at the clock. */
  isOver(known: Frame): boolean;
  onFault(fault: unknown): void;
  onLastLeft(): void;
}

/** At most five reads in a second. */
export const READ_EVERY_MS = 200;
/** After a read that failed: the database is asked gently. */
const RETRY_MS = 1_000;
/** What time alone changes is seen within this time. */
const LOOK_EVERY_MS = 1_000;
/** A wake may be lost on its way from another process: so it is read now and then without one. */
const READ_ANYWAY_MS = 5_000;

export class Feed<Frame> {
  private readonly followers = new Set<Newest<Frame>>();
  private latest: Frame | null = null;
  private isStale = false;
  private isReading = false;
  private readAt = Number.NEGATIVE_INFINITY;
  private nextReadAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | null = null;
  private look: NodeJS.Timeout | null = null;

  constructor(private readonly source: FeedSource<Frame>) {}

  /**
   * Adds a follower; it must be returned (`return()`) to be let go. Call `wake` once the source is ready to be
   * read.
   */
  follow(): Newest<Frame> {
    const follower = new Newest<Frame>(() => this.leave(follower));
    this.followers.add(follower);
    if (this.latest !== null) follower.offer(this.latest);
    this.look ??= setInterval(() => this.lookAtClock(), LOOK_EVERY_MS).unref();
    return follower;
  }

  /** Says that it may have changed. */
  wake(): void {
    this.isStale = true;
    this.schedule();
  }

  private leave(follower: Newest<Frame>): void {
    this.followers.delete(follower);
    if (this.followers.size > 0) return;
    if (this.look !== null) clearInterval(this.look);
    if (this.timer !== null) clearTimeout(this.timer);
    this.look = null;
    this.timer = null;
    this.source.onLastLeft();
  }

  private lookAtClock(): void {
    const isOver = this.latest !== null && this.source.isOver(this.latest);
    if (isOver || performance.now() - this.readAt >= READ_ANYWAY_MS) this.wake();
  }

  private schedule(): void {
    if (!this.isStale || this.isReading || this.timer !== null || this.followers.size === 0) return;
    this.timer = setTimeout(() => this.readNow(), Math.max(0, this.nextReadAt - performance.now()));
  }

  private readNow(): void {
    this.timer = null;
    this.isReading = true;
    this.isStale = false;
    this.readAt = performance.now();
    this.nextReadAt = this.readAt + READ_EVERY_MS;
    this.source
      .read()
      .then(
        (frame) => this.publish(frame),
        (fault: unknown) => {
          this.isStale = true;
          this.nextReadAt = performance.now() + RETRY_MS;
          this.source.onFault(fault);
        },
      )
      .finally(() => {
        this.isReading = false;
        this.schedule();
      });
  }

  private publish(frame: Frame): void {
    if (this.latest !== null && !this.source.isNews(this.latest, frame)) return;
    this.latest = frame;
    for (const follower of this.followers) follower.offer(frame);
  }
}
