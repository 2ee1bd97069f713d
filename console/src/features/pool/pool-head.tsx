import { useTranslation } from "react-i18next";

/** The columns of the tables of the pool. */
export function PoolHead({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <thead>
      <tr>
        <th scope="col">{name}</th>
        <th scope="col" className="num">
          {t("pool.now")}
        </th>
        <th scope="col" className="pool-track">
          <span className="visually-hidden">{t("pool.share")}</span>
        </th>
        {(["entered", "left", "payers"] as const).map((of) => (
          <th key={of} scope="col" className="num" title={t(`pool.hint.${of}`)}>
            {t(`pool.short.${of}`)}
          </th>
        ))}
        <th scope="col" className="num">
          {t("pool.revenue")}
        </th>
      </tr>
    </thead>
  );
}
