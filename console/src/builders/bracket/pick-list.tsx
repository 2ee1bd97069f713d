import { Input } from "antd";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
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
  /** What is said where there is nothing to choose from. */
  none?: ReactNode;
}

const MOST = 200;

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
  none,
}: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const [isEntered, setEntered] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const found = matching(items, typed);
  const word = typed.trim();
  const own: Pick[] =
    free && !loading && word && !items.some((item) => item.value === word)
      ? [{ value: word, label: t("rule.useTyped", { text: word }) }]
      : [];
  const shown = [...found, ...own].slice(0, MOST);
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
  const step = (by: number) => {
    const lines = [...(list.current?.children ?? [])];
    const from = search ? active : lines.indexOf(document.activeElement as Element);
    const next = Math.min(Math.max(from + by, 0), shown.length - 1);
    const line = lines[next];
    setActive(next);
    line?.scrollIntoView({ block: "nearest" });
    if (!search && line instanceof HTMLElement) line.focus();
  };
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      step(by);
    }
    if (!search || event.key !== "Enter") return;
    if (loading) setEntered(true);
    else if (at) {
      event.preventDefault();
      take(at.value);
    }
  };
  const nothing = items.length === 0 && none ? none : t(free ? "rule.noSuggestion" : "rule.noMatch");
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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows lead from one of its buttons to the next */}
      <div ref={list} className="pick-list" onKeyDown={search ? undefined : keys}>
        {shown.map((item, index) => (
          <PickLine
            key={item.value}
            item={item}
            isActive={search && index === active}
            isChosen={chosen.includes(item.value)}
            onPick={take}
          />
        ))}
        {shown.length === 0 && !loading ? <span className="note">{nothing}</span> : null}
      </div>
    </div>
  );
}

interface LineProps {
  item: Pick;
  isActive: boolean;
  isChosen: boolean;
  onPick: (value: string) => void;
}

function PickLine({ item, isActive, isChosen, onPick }: LineProps) {
  const format = useFormat();
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      className={`pick ${isActive ? "active" : ""} ${isChosen ? "chosen" : ""}`}
      onClick={() => onPick(item.value)}
    >
      <span>{item.label ?? item.value}</span>
      {item.hint ? <span className="note">{item.hint}</span> : null}
      {item.count === undefined ? null : <span className="count">{format.compact(item.count)}</span>}
    </button>
  );
}
