import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Input, Modal } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { readPeople } from "@/api/people";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { useSettled } from "@/lib/use-settled";
import { type Found, foundPeople } from "./palette-found";
import { usePaletteEntries } from "./use-palette-entries";

interface Props {
  close: () => void;
}

/** One box that finds a page, a person, a segment, an event or an action. */
export function CommandPalette({ close }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const word = useSettled(typed.trim(), 200);
  const entries = usePaletteEntries();
  const people = useQuery({
    queryKey: [project, "palette", word],
    queryFn: ({ signal }) =>
      readPeople(project, { kind: "condition", condition: null, search: word }, null, signal),
    enabled: word.length > 1,
  });
  const lower = typed.trim().toLowerCase();
  const found: Found[] = [
    ...entries
      .filter((entry) => `${entry.label} ${entry.also ?? ""}`.toLowerCase().includes(lower))
      .slice(0, 12),
    ...(lower ? foundPeople(people.data?.people ?? []) : []),
  ];
  const go = (entry: Found | undefined) => {
    if (!entry) return;
    close();
    void navigate({ href: path(entry.path) });
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (step) {
      event.preventDefault();
      setActive((at) => Math.min(Math.max(at + step, 0), found.length - 1));
    }
    if (event.key === "Enter") go(found[active]);
  };
  return (
    <Modal open footer={null} closable={false} onCancel={close} width={560} title={null} style={{ top: 80 }}>
      <Input
        autoFocus
        size="large"
        variant="borderless"
        aria-label={t("shell.palette.hint")}
        placeholder={t("shell.palette.hint")}
        value={typed}
        onKeyDown={keys}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
      />
      <div className="pick-list palette">
        {found.map((entry, index) => (
          <button
            key={`${entry.group}${entry.path}${entry.label}`}
            type="button"
            className={`pick ${index === active ? "active" : ""}`}
            onClick={() => go(entry)}
          >
            <span>{entry.label}</span>
            <span className="count">{t(`shell.palette.${entry.group}`)}</span>
          </button>
        ))}
        {found.length === 0 ? <span className="note">{t("shell.palette.nothing")}</span> : null}
      </div>
    </Modal>
  );
}
