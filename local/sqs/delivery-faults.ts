/** What may go wrong between a queue and its receivers; a queue without it delivers at its best. */
export interface DeliveryFaults {
  /** Milliseconds by which a sent message is late. */
  lateBy(queueName: string): number;
  /**
   * Milliseconds until a message that is received now is delivered once more, even if it has been
   * deleted by then; undefined for no second delivery.
   */
  repeatAfter(queueName: string): number | undefined;
  /** The order in which a receiver finds the waiting messages. */
  reorder<T>(queueName: string, waiting: ReadonlySet<T>): Iterable<T>;
}
