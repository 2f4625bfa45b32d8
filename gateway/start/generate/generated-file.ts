/**
 * A file that is made from the code and committed, so that a change of the code shows as a change of what others rely
 * on.
 */
export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}
