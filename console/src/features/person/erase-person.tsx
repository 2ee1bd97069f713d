import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { erasePerson, erasurePreviewQuery, erasureQuery } from "@/api/erasures";
import { useProject } from "@/lib/project-context";
import { Dialog } from "@/ui/dialog";
import { Loaded } from "@/ui/loaded";
import { ErasurePlaces } from "./erasure-places";

interface Props {
  person: number;
  name: string;
  /** Called when it was asked for. */
  begun: () => void;
}

/** Erases the person after showing what goes; their number is typed, so that it is nobody else. */
export function ErasePerson({ person, name, begun }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {t("people.erasure.ask")}
      </Button>
      {open ? <Ask person={person} name={name} begun={begun} close={() => setOpen(false)} /> : null}
    </>
  );
}

function Ask({ person, name, begun, close }: Props & { close: () => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const asked = useQuery(erasurePreviewQuery(project, String(person)));
  const erasing = useMutation({
    mutationFn: () => erasePerson(project, String(person)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: erasureQuery(project, String(person)).queryKey });
      begun();
      close();
    },
  });
  return (
    <Dialog
      title={t("people.erasure.of", { name })}
      okText={t("people.erasure.do")}
      width={720}
      danger
      ready={typed.trim() === String(person)}
      doing={erasing.isPending}
      error={erasing.error}
      act={() => erasing.mutate()}
      close={close}
    >
      <p>{t("people.erasure.hint")}</p>
      <Loaded asked={asked} rows={4}>
        {({ people, places }) => (
          <>
            <p className="soft">{t("people.erasure.numbers", { list: people.join(", ") })}</p>
            <ErasurePlaces places={places.filter(({ before }) => before > 0)} isDone={false} />
          </>
        )}
      </Loaded>
      <label className="stack" htmlFor="erase-number">
        <span>{t("people.erasure.type", { n: person })}</span>
        <Input
          id="erase-number"
          value={typed}
          inputMode="numeric"
          placeholder={String(person)}
          onChange={({ target }) => setTyped(target.value)}
        />
      </label>
    </Dialog>
  );
}
