import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Regroup } from "@/api/identities";
import { useProject } from "@/lib/project-context";
import { Dialog } from "@/ui/dialog";
import { Loaded } from "@/ui/loaded";
import { NamedInput } from "@/ui/named-input";
import { RegroupView } from "./regroup-view";

interface Props {
  title: string;
  rule: string;
  confirm: string;
  said: string;
  /** What is to be done, as one line: previews of the same thing are the same. */
  subject: string;
  run: (note: string, preview: boolean) => Promise<Regroup>;
  close: (done: Regroup | null) => void;
}

/** Shows what a change of persons would do, and does it when confirmed. */
export function RegroupModal({ title, rule, confirm, said, subject, run, close }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [note, setNote] = useState("");
  const preview = useQuery({
    queryKey: [project, "regroup", subject],
    queryFn: () => run("", true),
    gcTime: 0,
    retry: false,
  });
  const doing = useMutation({
    mutationFn: () => run(note.trim(), false),
    onSuccess: async (done) => {
      void message.success(said);
      close(done);
      await client.invalidateQueries({ queryKey: [project] });
    },
  });
  return (
    <Dialog
      width={760}
      title={title}
      okText={confirm}
      ready={preview.data !== undefined}
      doing={doing.isPending}
      error={doing.error}
      act={() => doing.mutate()}
      close={() => close(null)}
    >
      <div className="soft">{rule}</div>
      <Loaded asked={preview}>{(regroup) => <RegroupView regroup={regroup} />}</Loaded>
      <NamedInput label={t("identity.regroup.note")} value={note} maxLength={500} onChange={setNote} />
    </Dialog>
  );
}
