import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert as Box, Button, Form } from "antd";
import { useTranslation } from "react-i18next";
import { type Alert, type Judged, saveAlert, tryAlert } from "@/api/alerts";
import { questionsQuery } from "@/api/questions";
import { useProject } from "@/lib/project-context";
import { FormDialog } from "@/ui/form-dialog";
import { bodyOf, type Fields, fieldsOf } from "./alert-fields";
import { AnomalyFields, ThresholdFields, WatchedFields, WhomFields } from "./alert-form-parts";
import { bandWords, useAlertNumbers } from "./use-alert-numbers";

interface Props {
  alert: Alert | null;
  /** The metric that a new one watches. */
  watch?: string | undefined;
  close: () => void;
}

/** A new alert, or one that is changed; it can be tried before it is kept. */
export function AlertForm({ alert, watch, close }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const rule = Form.useWatch("rule", form) ?? (alert?.draft.threshold ? "threshold" : "anomaly");
  const questions = useQuery(questionsQuery(project));
  const draft = alert?.draft ?? null;
  const body = (fields: Fields) => bodyOf(fields, questions.data ?? [], draft);
  const trying = useMutation({
    mutationFn: (fields: Fields) => tryAlert(project, body(fields)),
  });
  const making = useMutation({
    mutationFn: (fields: Fields) => saveAlert(project, body(fields), alert?.alert_id ?? null),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [project, "alerts"] });
      close();
    },
  });
  return (
    <FormDialog<Fields>
      title={alert ? t("alert.edit", { name: alert.draft.name }) : t("alert.new")}
      width={640}
      form={form}
      first={fieldsOf(draft, watch)}
      close={close}
      save={making.mutate}
      saving={making.isPending}
      error={making.error ?? trying.error}
    >
      <WatchedFields asItIs={Boolean(draft?.query)} />
      {rule === "anomaly" ? <AnomalyFields /> : <ThresholdFields />}
      <WhomFields />
      <Button
        loading={trying.isPending}
        onClick={() => void form.validateFields().then((fields) => trying.mutate(fields), saysWhereItIs)}
      >
        {t("alert.try")}
      </Button>
      {trying.data ? <Verdict judged={trying.data} /> : null}
    </FormDialog>
  );
}

/** A form says beside each field what is wrong with it. */
const saysWhereItIs = () => undefined;

/** How the newest period would be judged. */
function Verdict({ judged }: { judged: Judged }) {
  const { t } = useTranslation();
  const number = useAlertNumbers()(judged.unit);
  if (!judged.t) return <Box showIcon type="info" title={t("alert.tooLittle")} />;
  const band = bandWords(judged.low, judged.high, number);
  return (
    <Box
      showIcon
      type={judged.is_out ? "warning" : "success"}
      title={t(judged.is_out ? "alert.wouldFire" : "alert.wouldNot", {
        t: judged.t,
        value: number(judged.value),
        band,
      })}
    />
  );
}
