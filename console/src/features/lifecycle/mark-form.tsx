import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addMark, lifecycleKey } from "@/api/lifecycle";
import { useProject } from "@/lib/project-context";
import { NamedInput } from "@/ui/named-input";
import { Problem } from "@/ui/problem";

const KINDS = ["release", "environment", "campaign"] as const;

/** Marks a day on which something changed around the product, so that a drift can be read beside it. */
export function MarkForm() {
  const { t } = useTranslation();
  const { project } = useProject();
  const queries = useQueryClient();
  const [day, setDay] = useState(dayjs());
  const [kind, setKind] = useState<(typeof KINDS)[number]>("release");
  const [note, setNote] = useState("");
  const add = useMutation({
    mutationFn: () => addMark(project, { day: day.format("YYYY-MM-DD"), kind, note }),
    onSuccess: async () => {
      setNote("");
      await queries.invalidateQueries({ queryKey: lifecycleKey(project) });
    },
  });
  return (
    <div className="row">
      <DatePicker
        value={day}
        allowClear={false}
        aria-label={t("lifecycle.marks")}
        onChange={(next) => next && setDay(next)}
      />
      <Select
        style={{ width: 120 }}
        value={kind}
        aria-label={t("lifecycle.marks")}
        onChange={setKind}
        options={KINDS.map((value) => ({ value, label: t(`lifecycle.mark.${value}`) }))}
      />
      <NamedInput
        style={{ width: 220 }}
        maxLength={200}
        label={t("lifecycle.markNote")}
        value={note}
        onChange={setNote}
      />
      <Button disabled={!note.trim()} loading={add.isPending} onClick={() => add.mutate()}>
        {t("lifecycle.addMark")}
      </Button>
      {add.error ? <Problem error={add.error} /> : null}
    </div>
  );
}
