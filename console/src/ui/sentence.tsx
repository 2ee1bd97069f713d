import { Fragment, type ReactNode } from "react";

/** Where a comma follows a live piece, which must not begin a line. */
const CLOSING = /^(?=[，。、；：）？,.;:)?])/;

interface Props {
  text: string;
  slots: Record<string, ReactNode>;
}

/** A sentence whose {words} are replaced by live pieces; the order of words belongs to the language. */
export function Sentence({ text, slots }: Props) {
  const parts = text.split(/(\{\w+\})/);
  return (
    <>
      {parts.map((part, index) => {
        const slot = /^\{(\w+)\}$/.exec(part)?.[1];
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed sentence never move
        return <Fragment key={index}>{slot ? slots[slot] : part.replace(CLOSING, "\u2060")}</Fragment>;
      })}
    </>
  );
}
