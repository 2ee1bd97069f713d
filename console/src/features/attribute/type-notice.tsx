import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { AttributeFull } from "@/api/attributes";
import { useFormat } from "@/lib/use-format";

/** That somebody gave the attribute another type: being read again, or how many values do not fit. */
export function TypeNotice({ attribute }: { attribute: AttributeFull }) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = attribute.type_change;
  if (!change) return null;
  const types = {
    former: t(`attribute.types.${change.former}`),
    type: t(`attribute.types.${change.type}`),
  };
  if (change.done_at === null) {
    return <Alert type="info" showIcon title={t("attribute.beingRead", types)} />;
  }
  const counts = { fits: format.whole(change.fits ?? 0), misfits: format.whole(change.misfits ?? 0) };
  const when = { by: change.asked_by, at: format.instant(change.done_at) };
  return (
    <Alert
      type={change.misfits ? "warning" : "info"}
      showIcon
      title={t("attribute.wasRead", { ...types, ...when })}
      description={t(change.misfits ? "attribute.someFit" : "attribute.allFit", counts)}
    />
  );
}
