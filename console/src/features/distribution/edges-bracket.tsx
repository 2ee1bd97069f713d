import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Bracket } from "@/builders/bracket/bracket";

interface Props {
  edges: number[] | undefined;
  onChange: (edges: number[] | undefined) => void;
}

/** Numbers that ascend, separated by anything; nothing where there are none. */
function readEdges(text: string): number[] | undefined {
  const numbers = text
    .split(/[^\d.-]+/)
    .filter(Boolean)
    .map(Number)
    .filter(Number.isFinite);
  return numbers.length > 0 ? [...new Set(numbers)].sort((a, b) => a - b) : undefined;
}

/** Where bins begin: found from the data, or given. */
export function EdgesBracket({ edges, onChange }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(edges?.join(", ") ?? "");
  const label = edges?.join(", ") ?? t("analysis.distribution.autoBins");
  return (
    <Bracket label={label} name={t("analysis.distribution.bins")} empty={!edges}>
      {(close) => (
        <Input
          autoFocus
          aria-label={t("analysis.distribution.bins")}
          placeholder="1, 2, 5, 10"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => onChange(readEdges(text))}
          onPressEnter={() => {
            onChange(readEdges(text));
            close();
          }}
        />
      )}
    </Bracket>
  );
}
