import { Form, type FormInstance, Modal } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "./problem";

interface Props<Fields extends object> {
  title: string;
  okText?: string;
  width?: number;
  form: FormInstance<Fields>;
  first?: object;
  open?: boolean;
  close: () => void;
  /** What is done with fields that are as they must be. */
  save: (fields: Fields) => void;
  saving: boolean;
  error: unknown;
  children: ReactNode;
}

/** A form in a dialog: it stays open while it is saved, and says why it was refused. */
export function FormDialog<Fields extends object>(props: Props<Fields>) {
  const { title, okText, width, form, first, open = true, close, save, saving, error, children } = props;
  const { t } = useTranslation();
  return (
    <Modal
      open={open}
      {...(width ? { width } : {})}
      title={title}
      okText={okText ?? t("common.save")}
      okButtonProps={{ loading: saving }}
      onOk={() => form.submit()}
      onCancel={close}
      destroyOnHidden
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        {...(first ? { initialValues: first } : {})}
        onFinish={save}
      >
        {children}
        {error ? <Problem error={error} /> : null}
      </Form>
    </Modal>
  );
}
