import { InfoCircleOutlined } from "@ant-design/icons";
import { useState } from "react";

/** What a reader must know about the data: one line, opened by a click. */
export function DataNote({ note }: { note: string }) {
  const [open, setOpen] = useState(false);
  return (
    <button
      type="button"
      className={`data-note ${open ? "open" : ""}`}
      aria-expanded={open}
      onClick={() => setOpen(!open)}
    >
      <InfoCircleOutlined />
      <span>{note}</span>
    </button>
  );
}
