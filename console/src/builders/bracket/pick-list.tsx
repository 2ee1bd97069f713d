import { Input } from "antd";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/lib/use-format";

export interface Pick {
  value: string;
  label?: string;
  hint?: string;
  count?: number;
}
interface Props {
  items: Pick[];
  chosen: string[];
  onPick: (value: string) => void;
  /** Lets the reader take a word that is not in the list. */
  free?: boolean;
  /** The list is on its way: what was typed waits for it, so that a quick hand does not take half a word. */
  loading?: boolean;
  search?: boolean;
  name: string;
}

function matching(items: Pick[], typed: string): Pick[] {
  const word = typed.trim().toLowerCase();
  if (!word) return items;
  return items.filter((item) => `${item.label ?? ""} ${item.value}`.toLowerCase().includes(word));
}

/** Search first, arrows and Enter next, the mouse last: choose from what the data holds, with counts. */
export function PickList({
  items,
  chosen,
  onPick,
  free = false,
  loading = false,
  search = true,
  name,
}: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const [isEntered, setEntered] = useState(false);
  const found = matching(items, typed);
  const word = typed.trim();
  const own: Pick[] =
    free && !loading && word && !items.some((item) => item.value === word)
      ? [{ value: word, label: t("rule.useTyped", { text: word }) }]
      : [];
  const shown = [...found, ...own].slice(0, 200);
  const at = shown[active];
  const take = (value: string) => {
    onPick(value);
    if (free) setTyped("");
  };
  useEffect(() => {
    if (!isEntered || loading) return;
    setEntered(false);
    if (at) take(at.value);
  });
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setActive((place) => Math.min(Math.max(place + step, 0), shown.length - 1));
    }
    if (event.key === "Enter" && loading) setEntered(true);
    else if (event.key === "Enter" && at) {
      event.preventDefault();
      take(at.value);
    }
  };
  return (
    <div>
      {search ? (
        <Input
          autoFocus
          size="small"
          value={typed}
          aria-label={name}
          placeholder={name}
          onKeyDown={keys}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
        />
      ) : null}
      <div className="pick-list">
        {shown.map((item, index) => (
          <button
            key={item.value}
            type="button"
            aria-pressed={chosen.includes(item.value)}
            className={`pick ${index === active ? "active" : ""} ${chosen.includes(item.value) ? "chosen" : ""}`}
            onClick={() => onPick(item.value)}
          >
            <span>{item.label ?? item.value}</span>
            {item.hint ? <span className="note">{item.hint}</span> : null}
            {item.count === undefined ? null : <span className="count">{format.compact(item.count)}</span>}
          </button>
        ))}
        {shown.length === 0 ? (
          <span className="note">{free ? t("rule.noSuggestion") : t("rule.noMatch")}</span>
        ) : null}
      </div>
    </div>
  );
}
