import { Button } from "antd";
import { useTranslation } from "react-i18next";

interface Props {
  asked: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
}

/** Asks for the next page, while there is one. */
export function MoreRows({ asked }: Props) {
  const { t } = useTranslation();
  if (!asked.hasNextPage) return null;
  return (
    <div>
      <Button loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
        {t("common.more")}
      </Button>
    </div>
  );
}
