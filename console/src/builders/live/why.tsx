import { useTranslation } from "react-i18next";

/** What a reason of cleaning means, in the reader's language; an unknown one as the server says it. */
export function useWhy(): (reason: string, said?: string) => string {
  const { t } = useTranslation();
  return (reason, said = "") => t(`why.reason.${reason as "bot"}`, { defaultValue: said || reason });
}

/** Reasons as codes, each with its meaning a hover away. */
export function Reasons({ codes }: { codes: string }) {
  const why = useWhy();
  const each = codes.split(",").map((code) => code.trim());
  return each.map((code) => (
    <code key={code} title={why(code)} style={{ marginRight: 6 }}>
      {code}
    </code>
  ));
}
