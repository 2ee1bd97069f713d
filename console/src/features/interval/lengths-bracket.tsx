import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Bracket } from "@/builders/bracket/bracket";
import { spanWords } from "@/builders/condition/words";

interface Props {
  lengths: string[] | undefined;
  onChange: (lengths: string[] | undefined) => void;
}

const SECONDS: Record<string, number> = { s: 1, min: 60, h: 3600, d: 86_400, w: 604_800 };

function secondsOf(length: string): number {
  const [, n = "0", unit = "s"] = /^(\d+)([a-z]+)$/.exec(length) ?? [];
  return Number(n) * (SECONDS[unit] ?? 1);
}

/** Lengths of time from the shortest on, such as `1h, 1d, 7d`; nothing where there are none. */
function readLengths(text: string): string[] | undefined {
  const found = text.toLowerCase().match(/\d+\s*(min|s|h|d|w)/g) ?? [];
  const lengths = [...new Set(found.map((each) => each.replace(/\s/g, "")))];
  return lengths.length > 0 ? lengths.sort((a, b) => secondsOf(a) - secondsOf(b)) : undefined;
}

/** Where bins of lengths begin: found by themselves, or given. */
export function LengthsBracket({ lengths, onChange }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(lengths?.join(", ") ?? "");
  const said = lengths?.map((each) => spanWords(each, t)).join(", ");
  const take = () => onChange(readLengths(text));
  return (
    <Bracket
      label={said ?? t("analysis.distribution.autoBins")}
      name={t("analysis.distribution.bins")}
      empty={!lengths}
    >
      {(close) => (
        <Input
          autoFocus
          aria-label={t("analysis.distribution.bins")}
          placeholder="1h, 1d, 7d"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={take}
          onPressEnter={() => {
            take();
            close();
          }}
        />
      )}
    </Bracket>
  );
}
