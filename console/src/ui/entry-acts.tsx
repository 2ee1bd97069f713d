import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { RemoveButton } from "./remove-button";
import { useFailure } from "./use-failure";

interface Props {
  name: string;
  /** What is asked anew after an act. */
  queryKey: readonly string[];
  /** What opens or closes it is called, as it stands. */
  holdWord: string;
  /** What removing it does not remove. */
  removeHint: string;
  edit: () => void;
  hold: () => Promise<unknown>;
  remove: () => Promise<unknown>;
}

/** Edit, close or open, remove. */
export function EntryActs({ name, queryKey, holdWord, removeHint, edit, hold, remove }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const fail = useFailure();
  const holding = useMutation({
    mutationFn: hold,
    onSuccess: () => client.invalidateQueries({ queryKey }),
    onError: fail,
  });
  return (
    <span className="row">
      <Button size="small" onClick={edit}>
        {t("common.edit")}
      </Button>
      <Button size="small" loading={holding.isPending} onClick={() => holding.mutate()}>
        {holdWord}
      </Button>
      <RemoveButton name={name} hint={removeHint} queryKey={queryKey} remove={remove} />
    </span>
  );
}
