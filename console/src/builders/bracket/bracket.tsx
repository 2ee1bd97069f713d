import { Popover } from "antd";
import { type ReactNode, useRef, useState } from "react";

interface Props {
  label: string;
  name: string;
  empty?: boolean;
  wrong?: boolean;
  width?: number;
  /** The editor; it is given a function that closes it. */
  children: (close: () => void) => ReactNode;
}

const FIRST = [".pick.chosen", "input:not([type=hidden])", "button", "select", "textarea"];

/** Where the keyboard goes when an editor opens that has not taken it by itself. */
function enter(body: HTMLElement | null) {
  if (!body || body.contains(document.activeElement)) return;
  const first = FIRST.map((each) => body.querySelector<HTMLElement>(each)).find((each) => each !== null);
  first?.focus();
}

/** A word of a sentence that can be clicked; its editor opens in place. */
export function Bracket({ label, name, empty = false, wrong = false, width = 320, children }: Props) {
  const [open, setOpen] = useState(false);
  const word = useRef<HTMLButtonElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const looks = `bracket ${empty ? "empty" : ""} ${wrong ? "wrong" : ""}`;
  const close = () => {
    setOpen(false);
    word.current?.focus();
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      afterOpenChange={(is) => is && enter(body.current)}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      destroyOnHidden
      content={
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the editor from wherever the focus is in it
        <div
          ref={body}
          className="bracket-body"
          style={{ width }}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation(); // an editor or a dialog around this one stays
            close();
          }}
        >
          {open ? children(close) : null}
        </div>
      }
    >
      <button
        ref={word}
        type="button"
        className={looks}
        aria-label={`${name}: ${label}`}
        aria-expanded={open}
      >
        {label}
      </button>
    </Popover>
  );
}
