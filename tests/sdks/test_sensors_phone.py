"""Sensors' SDK for WeChat's mini-programs, in a fake `wx`: what it counts as sent it does not keep."""

from tests.sdks.conftest import Shop
from tests.sdks.nodes import Node
from tests.sdks.stored import stored_events
from tests.sdks.test_sensors import address
from tools.house.setup import ROOT

FAKE = (ROOT / "sdk" / "conformance" / "fake-wx.ts").as_uri()
# Our fake has what our own SDK asks for; this one asks for more, and stores more than texts.
PHONE = """
import { createRequire } from "node:module";
const { FakeWx, installGlobals } = await import(process.env.FAKE);
const wx = new FakeWx();
installGlobals(wx);
const system = {
  model: "iPhone 15", brand: "Apple", platform: "ios", system: "iOS 17.4", SDKVersion: "3.4.0",
  screenWidth: 390, screenHeight: 844,
};
const read = wx.getStorageSync.bind(wx), write = wx.setStorageSync.bind(wx);
Object.assign(wx, {
  getStorageSync: (key) => { const text = read(key); return text === "" ? text : JSON.parse(text); },
  setStorageSync: (key, value) => write(key, JSON.stringify(value)),
  getStorage: ({ key, complete }) => complete({ data: wx.getStorageSync(key) }),
  getSystemInfo: ({ success }) => success(system),
  getNetworkType: ({ success }) => success({ networkType: "wifi" }),
  getAccountInfoSync: () => ({ miniProgram: { appId: "wx1", version: "1.0", envVersion: "release" } }),
  getLaunchOptionsSync: () => wx.enterOptions,
  onAppShow: () => {},
  onAppHide: () => {},
});
"""
BEGIN = """
const sensors = createRequire(process.cwd() + "/")("sa-sdk-miniprogram");
sensors.setPara({ server_url: process.env.ADDRESS, show_log: false, batch_send: { send_timeout: 200 } });
const ready = new Promise((done) => sensors.ee.sdk.on("ready", done));
sensors.init();
App({ onLaunch() { sensors.login("u1"); } });
const sent = async () => { while (sensors.store.mem.getLength()) await new Promise((done) => setTimeout(done, 50)); };
"""
CALLS = """
await ready;
await sent();
for (const name of ["Refused", "Dropped", "Unanswered", "Taken"]) {
  await told(name);
  sensors.track(name, { amount: 9.9, name: "汉字" });
  await sent();
}
process.exit(0);
"""


def test_an_answer_of_any_kind_counts_as_sent(shop: Shop) -> None:
    with Node(PHONE + BEGIN + CALLS, FAKE=FAKE, ADDRESS=address(shop)) as phone:
        for name, fault in {"Refused": "refuse", "Dropped": "drop"}.items():
            phone.wait_for(name)
            shop.proxy.fail(fault)
            phone.go_on()
        phone.wait_for("Unanswered")
        shop.proxy.fail("drop_answer")
        phone.go_on()
        phone.wait_for("Taken")
        phone.go_on()
        phone.end()
    assert shop.proxy.faults_left == 0
    shop.wait_for({"Dropped": 1, "Unanswered": 1, "Taken": 1, "$SignUp": 1})
    assert "Refused" not in shop.counts(), "it was told 503, and took it for taken"
    taken = next(each for each in stored_events(shop) if each.event == "Taken")
    assert taken.context["channel"] == "mini_program"
    assert ("user_id", "u1") in taken.identities
    assert taken.properties["name"] == "汉字"
