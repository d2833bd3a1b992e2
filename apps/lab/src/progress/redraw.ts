import type { WriteStream } from 'node:tty';

export interface Redraw {
  /** Schedules a redraw; requests until then are combined. */
  soon(): void;
  /** Draws a last time and leaves the lines on the terminal. */
  end(): void;
}

const redrawMilliseconds = 200;

/** Redraws a block of lines in place. */
export function createRedraw(terminal: WriteStream, lines: (width: number) => string[]): Redraw {
  let drawn = 0;
  let pending: NodeJS.Timeout | undefined;

  function draw(): void {
    pending = undefined;
    // Only as many lines as fit: scrolled lines cannot be overwritten.
    const visible = lines(terminal.columns - 1).slice(0, Math.max(1, terminal.rows - 1));
    terminal.moveCursor(0, -drawn);
    terminal.cursorTo(0);
    terminal.clearScreenDown();
    terminal.write(visible.map((line) => `${line}\n`).join(''));
    drawn = visible.length;
  }

  const soon = () => void (pending ??= setTimeout(draw, redrawMilliseconds));
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
