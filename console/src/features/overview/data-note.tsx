import { InfoCircleOutlined } from "@ant-design/icons";
import { useState } from "react";
import { useFormat } from "@/lib/use-format";

const CHINESE = /\p{Script=Han}/u;

/** The lines of a note in the reader's language; a note in one language is shown as it is. */
function readable(note: string, language: "zh" | "en"): string {
  const lines = note.split("\n");
  const own = lines.filter((line) => CHINESE.test(line) === (language === "zh"));
  return (own.length > 0 ? own : lines).join(" ");
}

/** What a reader must know about the data: one line, opened by a click. */
export function DataNote({ note }: { note: string }) {
  const { language } = useFormat();
  const [open, setOpen] = useState(false);
  return (
    <button
      type="button"
      className={`data-note ${open ? "open" : ""}`}
      aria-expanded={open}
      onClick={() => setOpen(!open)}
    >
      <InfoCircleOutlined />
      <span>{readable(note, language)}</span>
    </button>
  );
}
