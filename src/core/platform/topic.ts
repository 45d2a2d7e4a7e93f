/** A typed fan-out inside core. Listeners are called in order; one that throws does not keep the others waiting. */
export interface Topic<T> {
  publish(value: T): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (value: T) => void): () => void;
}

/**
 * @param onError gets what a listener threw: swallowing it would hide a bug, rethrowing would punish the publisher.
 */
export function createTopic<T>(onError: (error: unknown) => void): Topic<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    publish(value) {
      for (const listener of [...listeners]) {
        try {
          listener(value);
        } catch (error) {
          onError(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
