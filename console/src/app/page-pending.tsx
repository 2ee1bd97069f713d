import { Skeleton } from "antd";

/** What stands where a page will be. */
export function PagePending() {
  return <Skeleton active paragraph={{ rows: 8 }} />;
}
