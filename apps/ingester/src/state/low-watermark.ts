/** Tells how far work that ends in any order is done without a gap. */
export interface LowWatermark<T> {
  /** Begins the next piece of work; call the result when it is done. */
  begin(mark: T): () => void;
}

type Piece<T> = {
  readonly mark: T;
  done: boolean;
};

/** Creates it. `advance` is called with the mark of the last piece that is done together with all before it. */
export function createLowWatermark<T>(advance: (mark: T) => void): LowWatermark<T> {
  let pieces: Piece<T>[] = [];
  return {
    begin(mark) {
      const piece: Piece<T> = { mark, done: false };
      pieces.push(piece);
      return () => {
        piece.done = true;
        const firstOpen = pieces.findIndex(({ done }) => !done);
        const finished = firstOpen === -1 ? pieces.length : firstOpen;
        const last = pieces[finished - 1];
        if (last !== undefined) {
          pieces = pieces.slice(finished);
          advance(last.mark);
        }
      };
    },
  };
}
