import { useNavigate } from "@tanstack/react-router";
import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { mergePeople } from "@/api/identities";
import { personName } from "@/builders/people-drawer/person-name";
import { usePeople } from "@/builders/people-drawer/use-people";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { useSettled } from "@/lib/use-settled";
import { Dialog } from "@/ui/dialog";
import { RegroupModal } from "./regroup-modal";

/** Finds the other person, shows what a merge does, and merges. */
export function MergeWith({ person }: { person: number }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const navigate = useNavigate();
  const path = usePath();
  const [step, setStep] = useState<"closed" | "choose" | "preview">("closed");
  const [other, setOther] = useState<number | null>(null);
  return (
    <>
      <Button onClick={() => setStep("choose")}>{t("identity.merge.action")}</Button>
      <Dialog
        open={step === "choose"}
        title={t("identity.merge.title")}
        okText={t("identity.merge.preview")}
        ready={other !== null}
        act={() => setStep("preview")}
        close={() => setStep("closed")}
      >
        <OtherPerson person={person} other={other} choose={setOther} />
      </Dialog>
      {step === "preview" && other !== null ? (
        <RegroupModal
          title={t("identity.merge.title")}
          rule={t("identity.merge.rule")}
          confirm={t("identity.merge.confirm")}
          said={t("identity.merge.done")}
          subject={`merge ${person} ${other}`}
          run={(note, preview) => mergePeople(project, { one: person, other, note }, preview)}
          close={(done) => {
            setStep("closed");
            setOther(null);
            const living = done?.after[0]?.person_id;
            if (living && living !== person) void navigate({ to: path(`people/${living}/graph`) });
          }}
        />
      ) : null}
    </>
  );
}

interface OtherProps {
  person: number;
  other: number | null;
  choose: (other: number | null) => void;
}

function OtherPerson({ person, other, choose }: OtherProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const search = useSettled(typed.trim());
  const found = usePeople({ kind: "condition", condition: null, ...(search ? { search } : {}) });
  const byNumber = /^#?\d+$/.test(search) ? [Number(search.replace("#", ""))] : [];
  const options = [
    ...byNumber.map((id) => ({ value: id, label: `ONE-ID ${id}` })),
    ...(found.data?.people ?? [])
      .filter((each) => each.person_id !== person && !byNumber.includes(each.person_id))
      .map((each) => ({ value: each.person_id, label: `${personName(each)} · #${each.person_id}` })),
  ];
  return (
    <Select
      autoFocus
      showSearch={{ filterOption: false, onSearch: setTyped }}
      aria-label={t("identity.merge.other")}
      placeholder={t("identity.merge.otherHint")}
      style={{ width: "100%" }}
      value={other}
      options={options}
      onChange={choose}
    />
  );
}
