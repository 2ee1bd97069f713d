import { Link } from "@tanstack/react-router";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/use-path";

/** A project without page views: another event stands for them, and nobody should take it for traffic. */
export function StandIn({ event }: { event: string }) {
  const { t } = useTranslation();
  const path = usePath();
  return (
    <Alert
      type="warning"
      showIcon
      title={t("analysis.web.standIn")}
      description={t("analysis.web.standInHint", { event })}
      action={
        <Link to={path("sources")}>
          <Button size="small">{t("analysis.web.standInAction")}</Button>
        </Link>
      }
    />
  );
}
