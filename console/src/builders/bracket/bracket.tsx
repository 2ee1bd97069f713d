import { Popover } from "antd";
import { type ReactNode, useState } from "react";

interface Props {
  label: string;
  name: string;
  empty?: boolean;
  wrong?: boolean;
  width?: number;
  /** The editor; it is given a function that closes it. */
  children: (close: () => void) => ReactNode;
}

/** A word of a sentence that can be clicked; its editor opens in place. */
export function Bracket({ label, name, empty = false, wrong = false, width = 320, children }: Props) {
  const [open, setOpen] = useState(false);
  const looks = `bracket ${empty ? "empty" : ""} ${wrong ? "wrong" : ""}`;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      destroyOnHidden
      content={
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the editor from wherever the focus is in it
        <div
          className="bracket-body"
          style={{ width }}
          onKeyDown={(event) => {
            if (event.key === "Escape") setOpen(false);
          }}
        >
          {open ? children(() => setOpen(false)) : null}
        </div>
      }
    >
      <button type="button" className={looks} aria-label={`${name}: ${label}`} aria-expanded={open}>
        {label}
      </button>
    </Popover>
  );
}
