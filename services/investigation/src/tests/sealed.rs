//! What is said in cases is sealed (R8.1, P23, P24).

use axum::body::Body;
use huiyin_kernel::{ComplaintId, Ids};
use huiyin_seal::KeyRing;
use huiyin_store::{DataKeys, is_sealed};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

use super::room::{Room, finding, reply, statement};

/// The keys of what is sealed.
pub(super) fn keys(folder: &TempDir, ids: &Ids) -> DataKeys {
    let file = folder.path().join("sealing.keys");
    DataKeys::new("investigation", KeyRing::open(&file, true, ids).unwrap())
}

/// The columns that hold words: table, column, and how a row is told.
const SEALED: [(&str, &str); 8] = [
    ("cases", "state"),
    ("cases", "answered"),
    ("statement", "words"),
    ("step", "stage_left"),
    ("closing_form", "body"),
    ("paper", "body"),
    ("evidence", "name"),
    ("evidence", "reason"),
];

impl Room {
    /// Puts `cases.state` or `paper.body` of every row otherwise, in clear: what a database holds from before.
    pub(super) async fn rewrites(&self, table: &str, column: &'static str, otherwise: impl Fn(&str) -> String) {
        let (read, of_case) = match table {
            "cases" => ("SELECT id, state, complaint, id, version FROM cases", true),
            _ => (
                "SELECT p.id, p.body, c.complaint, c.id, c.version FROM paper p JOIN cases c ON c.id = p.case_id",
                false,
            ),
        };
        let read = Statement::from_string(self.store.backend(), read);
        for row in self.store.read().query_all_raw(read).await.unwrap() {
            let id: Uuid = row.try_get_by_index(0).unwrap();
            let (text, complaint): (String, Uuid) =
                (row.try_get_by_index(1).unwrap(), row.try_get_by_index(2).unwrap());
            let (case, version): (Uuid, i64) = (row.try_get_by_index(3).unwrap(), row.try_get_by_index(4).unwrap());
            let bound = if of_case {
                format!("{id} {version}")
            } else {
                format!("{case} {id}")
            };
            let keys = keys(&self.folder, &self.ids);
            let sealing = keys
                .of(self.store.read(), ComplaintId::from_uuid(complaint))
                .await
                .unwrap();
            let at = (if of_case { "cases" } else { "paper" }, column);
            let clear = sealing.open_text(at, bound.as_bytes(), &text).unwrap().unwrap();
            let write = format!("UPDATE {table} SET {column} = $1 WHERE id = $2");
            self.writes(&write, [otherwise(&clear).into(), id.into()]).await;
        }
    }

    async fn writes(&self, sql: &str, values: impl IntoIterator<Item = sea_orm::Value>) {
        let write = Statement::from_sql_and_values(self.store.backend(), sql, values);
        let change = self.store.change().await.unwrap();
        change.conn().execute_raw(write).await.unwrap();
        change.commit().await.unwrap();
    }

    /// All that stands in a column of text.
    async fn column(&self, table: &str, column: &str) -> Vec<String> {
        let read = format!("SELECT {column} FROM {table} WHERE {column} IS NOT NULL");
        let read = Statement::from_string(self.store.backend(), read);
        let rows = self.store.read().query_all_raw(read).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }
}

/// A case from the order to the archive; one of its papers is an opinion or redress.
async fn whole_life(room: &Room) -> String {
    let case = room.finds(1, finding()).await;
    let named = [("huiyin-file-name", "canary.mp3")];
    let evidence = format!("{case}/evidence?kind=recording&given_by=complainant");
    let added = room.upload(&evidence, ("ho", "handler"), Body::from("a"), &named).await;
    assert_eq!(added.status, 200, "{}", added.text);
    let redress = json!({"kind": "money", "amount": {"minor": 100, "currency": "CNY"}, "what": "the canary loss"});
    room.does(&format!("{case}/redress"), "handler", redress).await;
    room.does(&format!("{case}/reply"), "handler", reply()).await;
    case
}

#[tokio::test]
async fn nothing_that_was_said_in_a_case_stands_in_its_tables_in_clear() {
    for room in Room::both().await {
        whole_life(&room).await;
        for (table, column) in SEALED {
            let texts = room.column(table, column).await;
            assert!(texts.iter().all(|text| is_sealed(text)), "{table}.{column}: {texts:?}");
        }
        for (table, column) in [
            ("cases", "state"),
            ("cases", "answered"),
            ("statement", "words"),
            ("paper", "body"),
            ("evidence", "name"),
        ] {
            assert!(
                !room.column(table, column).await.is_empty(),
                "{table}.{column} holds something"
            );
        }
        let said = [
            statement()["words"].as_str().unwrap().to_owned(),
            finding()["facts"].as_str().unwrap().to_owned(),
            reply()["words"].as_str().unwrap().to_owned(),
            "the canary loss".to_owned(),
            "canary.mp3".to_owned(),
        ];
        let elsewhere = [("idempotency", "body"), ("outbox", "body"), ("step", "actor")];
        for (table, column) in elsewhere.into_iter().chain(SEALED) {
            for text in room.column(table, column).await {
                assert!(
                    !said.iter().any(|words| text.contains(words.as_str())),
                    "{table}.{column}: {text}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_state_that_is_put_back_or_moved_does_not_open() {
    for room in Room::both().await {
        let case = room.finds(1, finding()).await;
        let before = room.column("cases", "state").await.remove(0);
        room.does(&format!("{case}/reply"), "handler", reply()).await;
        room.writes("UPDATE cases SET state = $1", [before.into()]).await;
        let answer = room.get(&case, None).await;
        assert_eq!(answer.status, 500, "the state of an earlier version: {}", answer.text);
        assert!(!answer.text.contains(finding()["facts"].as_str().unwrap()));
    }
}

#[tokio::test]
async fn cases_from_before_they_were_sealed_are_read_and_then_sealed() {
    for room in Room::both().await {
        let case = whole_life(&room).await;
        let statements = format!("{case}/statements?purpose=reply");
        let as_it_was = room.get(&statements, None).await.body;
        room.rewrites("cases", "state", str::to_owned).await;
        room.rewrites("paper", "body", str::to_owned).await;
        let words = statement()["words"].as_str().unwrap().to_owned();
        room.writes("UPDATE statement SET words = $1", [words.into()]).await;
        room.writes("UPDATE cases SET answered = NULL, mended = $1", [false.into()])
            .await;
        room.writes("UPDATE step SET stage_left = NULL", []).await;
        room.writes("UPDATE evidence SET name = NULL", []).await;
        room.writes("DELETE FROM data_key", []).await;
        assert_eq!(room.get(&statements, None).await.body, as_it_was, "read in clear");
        room.app.mend().await.unwrap();
        for (table, column) in SEALED {
            let texts = room.column(table, column).await;
            assert!(texts.iter().all(|text| is_sealed(text)), "{table}.{column}: {texts:?}");
        }
        assert_eq!(room.get(&statements, None).await.body, as_it_was, "and sealed");
    }
}
