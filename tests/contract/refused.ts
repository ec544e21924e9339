/** The error a piece of work failed with; throws if it succeeded. */
export async function refused(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => {
      throw new Error('The request was accepted');
    },
    (error: unknown) => error,
  );
}
