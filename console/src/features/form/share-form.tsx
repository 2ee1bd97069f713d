import { Button, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Form } from "@/api/forms";
import { Dialog } from "@/ui/dialog";

/** The form's page, and what to paste into a page of one's own. */
export function ShareForm({ form }: { form: Form }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t("form.share")}
      </Button>
      <Dialog open={open} title={form.name} width={720} close={() => setOpen(false)}>
        <div>
          <div className="note">{t("form.page")}</div>
          <Typography.Link href={form.url} target="_blank" rel="noreferrer" copyable>
            {form.url}
          </Typography.Link>
        </div>
        {(["snippet", "frame"] as const).map((way) => (
          <div key={way}>
            <div className="note">{t(`form.${way}`)}</div>
            <Typography.Paragraph copyable={{ text: form[way] }}>
              <pre className="code">{form[way]}</pre>
            </Typography.Paragraph>
          </div>
        ))}
      </Dialog>
    </>
  );
}
