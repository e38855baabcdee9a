//! Organisation, staff and duties; who must act, by when: orders, clocks, escalation (R2, R4).

mod domain;
