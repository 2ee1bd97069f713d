import { expect, test } from "vitest";
import { readArrival } from "../src/arrival.ts";

const HERE = "https://shop.example.com/";

test.each([
  ["https://www.google.com/", "google", undefined],
  ["https://www.google.co.jp/search?q=shoes", "google", "shoes"],
  ["https://cn.bing.com/search?q=%E9%9E%8B", "bing", "鞋"],
  ["https://www.baidu.com/s?wd=a+b", "baidu", "a b"],
  ["https://m.baidu.com/s?word=x", "baidu", "x"],
  ["https://www.sogou.com/web?query=x", "sogou", "x"],
  ["https://weixin.sogou.com/weixin?query=x", "sogou", "x"],
  ["https://www.so.com/s?q=x", "360", "x"],
  ["https://m.sm.cn/s?q=x", "shenma", "x"],
  ["https://so.toutiao.com/search?keyword=x", "toutiao", "x"],
  ["https://search.yahoo.co.jp/search?p=x", "yahoo", "x"],
  ["https://yandex.ru/search/?text=x", "yandex", "x"],
])("%s is a search engine", (referrer, engine, keyword) => {
  expect(readArrival(HERE, referrer)).toEqual({
    search: { engine, ...(keyword !== undefined && { keyword }) },
  });
});

test.each([
  "",
  "https://mail.google.com/mail/u/0",
  "https://tieba.baidu.com/p/1",
  "https://www.google.com.evil.example/?q=x",
  "https://notgoogle.com/?q=x",
  "https://shop.example.com/other?q=x",
  "no address",
])("%s is none", (referrer) => {
  expect(readArrival(HERE, referrer)).toEqual({});
});

test("a campaign is what the address says, and only that", () => {
  expect(readArrival(`${HERE}?utm_source=weibo&utm_campaign=%E5%8F%8C11&utm_term=&q=1`, "")).toEqual({
    campaign: { source: "weibo", name: "双11" },
  });
  expect(readArrival(HERE, "")).toEqual({});
  expect(readArrival("not an address", "")).toEqual({});
});
