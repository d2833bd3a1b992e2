import type { WriteStream } from 'node:tty';

export interface Redraw {
  /** Draws soon; however often it is asked for. */
  soon(): void;
  /** Draws a last time and leaves it there. */
  end(): void;
}

const pace = 200;

/** Draws lines over the ones that it drew before. */
export function createRedraw(terminal: WriteStream, lines: (width: number) => string[]): Redraw {
  let drawn = 0;
  let pending: NodeJS.Timeout | undefined;

  function draw(): void {
    pending = undefined;
    // as many as fit: what has scrolled away cannot be drawn over
    const visible = lines(terminal.columns - 1).slice(0, Math.max(1, terminal.rows - 1));
    terminal.moveCursor(0, -drawn);
    terminal.cursorTo(0);
    terminal.clearScreenDown();
    terminal.write(visible.map((line) => `${line}\n`).join(''));
    drawn = visible.length;
  }

  const soon = () => void (pending ??= setTimeout(draw, pace));
  const clock = setInterval(soon, 1_000);
  return {
    soon,
    end() {
      clearInterval(clock);
      clearTimeout(pending);
      draw();
    },
  };
}
