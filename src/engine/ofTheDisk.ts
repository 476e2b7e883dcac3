/** Whether an error is the file system's, not ours. */
export function isOfTheDisk(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
}
