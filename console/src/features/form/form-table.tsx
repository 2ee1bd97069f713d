import { Table, Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { type Form, sentBy } from "@/api/forms";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { FormActs } from "./form-acts";
import { ShareForm } from "./share-form";

interface Props {
  forms: Form[];
  edit: (form: Form) => void;
}

/** Forms as rows: what they ask, who sent them, what was stopped. */
export function FormTable({ forms, edit }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  return (
    <Table<Form>
      size="middle"
      rowKey="form_id"
      dataSource={forms}
      pagination={false}
      columns={[
        {
          key: "name",
          title: t("common.name"),
          render: (_, form) => (
            <div>
              {form.name}
              <div className="note">{form.fields.map((field) => field.label).join(" · ")}</div>
            </div>
          ),
        },
        {
          key: "state",
          title: t("common.status"),
          render: (_, form) => (
            <Tag color={form.state === "open" ? "success" : "default"}>{t(`form.state.${form.state}`)}</Tag>
          ),
        },
        {
          key: "submitted",
          title: t("form.submitted"),
          align: "right",
          render: (_, form) => (
            <PeopleNumber
              value={form.counts.submitted}
              behind={
                form.counts.submitted > 0
                  ? { title: form.name, source: { kind: "condition", condition: sentBy(form) } }
                  : null
              }
            />
          ),
        },
        {
          key: "refused",
          title: t("form.refused"),
          align: "right",
          render: (_, { counts }) => (
            <Tooltip title={t("form.refusedHint", counts)}>
              {format.whole(counts.invalid + counts.expired + counts.spam + counts.limited)}
            </Tooltip>
          ),
        },
        { key: "share", title: t("form.share"), render: (_, form) => <ShareForm form={form} /> },
        ...(may("operator")
          ? [
              {
                key: "acts",
                title: <span className="visually-hidden">{t("common.actions")}</span>,
                render: (_: unknown, form: Form) => <FormActs form={form} edit={() => edit(form)} />,
              },
            ]
          : []),
      ]}
    />
  );
}
