import { Form, Input, InputNumber, Switch } from "antd";
import { useTranslation } from "react-i18next";
import type { IdentityKind, IdentityKinds, KindsDraft } from "@/api/identities";
import { FormDialog } from "@/ui/form-dialog";
import { linesOf, useSaveKinds } from "./use-save-kinds";

type Rule = KindsDraft["kinds"][number];
type Fields = Omit<Rule, "blocked"> & { blocked: string };

interface Props {
  known: IdentityKinds;
  /** Null for a new one. */
  kind: IdentityKind | null;
  close: () => void;
}

const WIDE = { width: 160 };
const FRESH: Rule = {
  kind: "",
  unique: false,
  priority: 70,
  limit: null,
  sharable: false,
  shared_from: 2,
  blocked: [],
};

/** What holds of one kind of identity. */
export function KindEditor({ known, kind, close }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const unique = Form.useWatch("unique", form);
  const sharable = Form.useWatch("sharable", form);
  const saving = useSaveKinds(known, close);
  const rule = kind ?? FRESH;
  const save = (fields: Fields) => {
    const changed: Rule = { ...rule, ...fields, blocked: linesOf(fields.blocked) };
    if (changed.unique) changed.limit = null;
    const { kind: name, unique: one, priority, limit, sharable: shared, shared_from, blocked } = changed;
    const clean = { kind: name.trim(), unique: one, priority, limit, sharable: shared, shared_from, blocked };
    saving.mutate((draft) => ({
      ...draft,
      kinds: kind
        ? draft.kinds.map((each) => (each.kind === kind.kind ? clean : each))
        : [...draft.kinds, clean],
    }));
  };
  return (
    <FormDialog<Fields>
      title={kind ? t("identity.kinds.edit", { name: kind.kind }) : t("identity.kinds.add")}
      width={640}
      form={form}
      first={{ ...rule, blocked: rule.blocked.join("\n") }}
      close={close}
      save={save}
      saving={saving.isPending}
      error={saving.error}
    >
      {kind ? null : (
        <Form.Item name="kind" label={t("identity.kinds.name")} rules={[{ required: true }]}>
          <Input autoFocus maxLength={64} />
        </Form.Item>
      )}
      <div className="grid">
        <Form.Item
          className="span-6"
          name="unique"
          label={t("identity.kinds.unique")}
          extra={t("identity.kinds.uniqueHint")}
          valuePropName="checked"
        >
          <Switch aria-label={t("identity.kinds.unique")} />
        </Form.Item>
        {unique ? null : (
          <Form.Item
            className="span-6"
            name="limit"
            label={t("identity.kinds.limit")}
            extra={t("identity.kinds.limitHint")}
          >
            <InputNumber style={WIDE} min={1} precision={0} placeholder={t("identity.kinds.noLimit")} />
          </Form.Item>
        )}
      </div>
      <Form.Item
        name="priority"
        label={t("identity.kinds.priority")}
        extra={t("identity.kinds.priorityHint")}
        rules={[{ required: true }]}
      >
        <InputNumber style={WIDE} min={0} max={10000} precision={0} />
      </Form.Item>
      <div className="grid">
        <Form.Item
          className="span-6"
          name="sharable"
          label={t("identity.kinds.sharable")}
          extra={t("identity.kinds.sharableHint")}
          valuePropName="checked"
        >
          <Switch aria-label={t("identity.kinds.sharable")} />
        </Form.Item>
        {sharable ? (
          <Form.Item
            className="span-6"
            name="shared_from"
            label={t("identity.kinds.sharedFrom")}
            rules={[{ required: true }]}
          >
            <InputNumber style={WIDE} min={1} precision={0} />
          </Form.Item>
        ) : null}
      </div>
      <Form.Item name="blocked" label={t("identity.kinds.blocked")} extra={t("identity.kinds.blockedHint")}>
        <Input.TextArea rows={3} className="code" />
      </Form.Item>
      <div className="note">{t("identity.kinds.saveHint")}</div>
    </FormDialog>
  );
}
