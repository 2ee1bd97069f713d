import type { Words } from "../words";
import type { why as zh } from "../zh/why";

export const why: Words<typeof zh> = {
  reason: {
    unreadable: "It could not be read as an event.",
    name_missing: "The event has no name; say what happened.",
    name_too_long: "The name is longer than allowed.",
    name_reserved: "Names with message. or points. are Stayflow's own; choose another.",
    oversize: "The properties are larger than allowed; send less.",
    time_unreadable: "The time could not be read; check its format.",
    time_missing: "It says no time: it happened when we received it.",
    time_in_future: "It says a time ahead of ours: it happened when we received it.",
    time_too_old: "The time is older than the accepted horizon.",
    no_identity: "No identity says whose event it is.",
    placeholder_identity: "Every identity is a placeholder such as null, 0 or anonymous.",
    identity_too_long: "Every identity is longer than allowed.",
    identity_malformed: "Every identity holds characters that were lost on the way.",
    unknown_person: "No person has this number.",
    text_too_long: "A text was too long and is cut.",
    text_malformed: "A text had control characters or a broken encoding, and is mended.",
    revenue_unreadable: "The revenue is no amount of money; the event counts without it.",
    bot: "The user agent is that of a crawler or an automated browser.",
    data_centre: "The address is one of a data centre.",
    inhuman_rate: "More events in a minute than a human can cause.",
    internal_traffic: "The address, the identity or the host is one of your own.",
    near_duplicate: "It looks the same as another one less than a second before.",
    event_unplanned: "The tracking plan has no event of this name.",
    property_missing: "A property that the tracking plan requires is missing.",
    property_unplanned: "The tracking plan has no such property for this event.",
    property_type: "A property is not of the type that the tracking plan says.",
    property_range: "A property is outside the range of the tracking plan.",
    property_value: "A property has a value that the tracking plan does not list.",
  },
  step: {
    fix_malformed_text:
      "Control characters are taken out; what a wrong encoding destroyed is counted as repaired.",
    drop_missing_name: "An event that does not say what happened.",
    drop_long_name: "A name that is a whole text, usually a template that was filled wrongly.",
    drop_reserved_name:
      "A name of our own from outside: it would put sends and grants that never were into results.",
    drop_oversize: "Properties beyond the limit.",
    drop_unreadable_time: "A time was stated that is no time.",
    put_missing_time: "No time was stated: it happened when we took it.",
    fix_clock_skew:
      "A client's clock that is off: its time of sending against ours of receiving says by how much.",
    fix_future_time: "A time far ahead of our clock: it happened when we took it.",
    drop_too_old: "A time beyond the accepted horizon.",
    fix_malformed_identities:
      "Identities of which characters were lost on the way: two of them may look the same.",
    fix_placeholder_identities:
      'Identities that are nobody\'s ("null", "0", "anonymous", all zeros) would join strangers.',
    fix_long_identities: "Identities beyond the limit.",
    drop_no_identity: "Nobody's event.",
    drop_bots: "Crawlers and automated browsers, by what they call themselves; not what servers send.",
    drop_data_centres: "Addresses of data centres, where no people are; not what servers send.",
    drop_internal_traffic: "The own offices, people and test hosts, as the project names them.",
    drop_address: "The client's address goes no further, unless the project wants it stored.",
    check_plan: "Events that are not as the tracking plan says: warned of, repaired or rejected, as it says.",
    fix_long_texts: "Context texts beyond the limit are cut: a long referrer says no more than its start.",
    fix_unreadable_revenue: "A revenue that is no amount of money: the event counts, without it.",
    drop_inhuman_rates:
      "More events of one identity within a minute of their time than the project believes.",
    mark_duplicates: "Events whose id came earlier in the batch or is stored.",
    mark_near_duplicates:
      "Events of the same identities, name and properties, less than a second after one another.",
  },
};
