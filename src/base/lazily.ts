/** Builds a value when it is first used, so that the start of a step does not pay for all of them. */
export function lazily<T>(build: () => T): () => T {
  let built: T | undefined;
  return () => {
    built ??= build();
    return built;
  };
}
