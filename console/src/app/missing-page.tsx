import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { FirstStep } from "@/ui/first-step";

/** An address that leads nowhere. */
export function MissingPage() {
  const { t } = useTranslation();
  return (
    <FirstStep
      title={t("shell.missing")}
      action={
        <Link to="/">
          <Button type="primary">{t("shell.home")}</Button>
        </Link>
      }
    >
      {t("shell.missingHint")}
    </FirstStep>
  );
}
