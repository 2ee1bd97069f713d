import { Fragment, type ReactNode } from "react";

interface Props {
  text: string;
  slots: Record<string, ReactNode>;
}

/** The marks that end what they follow, and must not begin a line. */
const CLOSING = /^[，。、；：）？,.;:)?]+/;

/** A sentence whose {words} are replaced by live pieces; the order of words belongs to the language. */
export function Sentence({ text, slots }: Props) {
  const parts = text.split(/(\{\w+\})/);
  const slotOf = (part: string | undefined) => /^\{(\w+)\}$/.exec(part ?? "")?.[1];
  return (
    <>
      {parts.map((part, index) => {
        const slot = slotOf(part);
        const mark = CLOSING.exec(parts[index + 1] ?? "")?.[0];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed sentence never move
          <Fragment key={index}>
            {slot ? <Kept mark={mark}>{slots[slot]}</Kept> : index > 0 ? part.replace(CLOSING, "") : part}
          </Fragment>
        );
      })}
    </>
  );
}

/** A live piece on one line with the mark behind it. */
function Kept({ mark, children }: { mark: string | undefined; children: ReactNode }) {
  if (!mark) return children;
  return (
    <span className="kept">
      <span>{children}</span>
      {mark}
    </span>
  );
}
