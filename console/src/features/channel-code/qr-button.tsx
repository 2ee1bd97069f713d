import { QrcodeOutlined } from "@ant-design/icons";
import { Button, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChannelCode, qrAddress } from "@/api/channel-codes";
import { useProject } from "@/lib/project-context";
import { Dialog } from "@/ui/dialog";

/** The code as a picture, to look at and to download. */
export function QrButton({ code }: { code: ChannelCode }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" icon={<QrcodeOutlined />} onClick={() => setOpen(true)}>
        {t("code.show")}
      </Button>
      <Dialog open={open} title={code.name} close={() => setOpen(false)} width={420}>
        <div className="stack qr">
          <img src={qrAddress(project, code.code_id, "svg")} alt={`${t("code.show")}: ${code.name}`} />
          <Typography.Text copyable>{code.url}</Typography.Text>
          <div className="row">
            {(["svg", "png"] as const).map((form) => (
              <Button
                key={form}
                size="small"
                href={qrAddress(project, code.code_id, form)}
                download={`${code.name}.${form}`}
              >
                {t("code.download", { as: form.toUpperCase() })}
              </Button>
            ))}
          </div>
        </div>
      </Dialog>
    </>
  );
}
