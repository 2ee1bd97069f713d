import { Form, type FormInstance } from "antd";
import { useEffect } from "react";
import { Dialog, type DialogProps } from "./dialog";

interface Props<Fields extends object> extends Omit<DialogProps, "ready" | "doing" | "act"> {
  form: FormInstance<Fields>;
  first?: object;
  /** What is done with fields that are as they must be. */
  save: (fields: Fields) => void;
  saving: boolean;
}

/** A form in a dialog. */
export function FormDialog<Fields extends object>(props: Props<Fields>) {
  const { form, first, save, saving, children, ...frame } = props;
  return (
    <Dialog {...frame} doing={saving} act={() => form.submit()}>
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        {...(first ? { initialValues: first } : {})}
        onFinish={save}
      >
        <Afresh form={form} />
        {children}
      </Form>
    </Dialog>
  );
}

/** What was typed before and not kept is gone when the dialog opens again. */
function Afresh<Fields extends object>({ form }: { form: FormInstance<Fields> }) {
  useEffect(() => form.resetFields(), [form]);
  return null;
}
