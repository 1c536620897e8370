//! The whole filter as a file.

use domain::{message::delivery::State, time::MINUTE};
use futures::{StreamExt, TryStreamExt};
use rstest::rstest;
use service::{
    Call, ServiceError,
    messages::{
        export::{self, Format},
        export_progress,
        list::{MessageQuery, Range},
    },
    testing::START,
};
use store::Engine;

use crate::support::{LEAKS, Message, RUIZ, World, admin, helper, owner, store, tenant};

async fn file(world: &World, call: &Call, query: &MessageQuery, format: Format) -> String {
    let pieces: Vec<Vec<u8>> = export::stream(&world.test, call, query, format, None)
        .await
        .unwrap()
        .try_collect()
        .await
        .unwrap();
    String::from_utf8(pieces.concat()).unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_file_holds_the_filter_and_no_number_that_its_reader_may_not_see(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let all = MessageQuery {
        range: Range::All,
        ..MessageQuery::default()
    };
    for format in [Format::Csv, Format::JsonLines] {
        let text = file(&world, &helper(), &all, format).await;
        for leak in LEAKS {
            assert!(!text.contains(leak), "{leak} in {text}");
        }
        assert!(text.contains("+34 6•• ••• 412"));
        let text = file(&world, &admin(), &all, format).await;
        assert!(text.contains("+34 600 111 412"));
        let text = file(&world, &owner(), &all, format).await;
        assert!(text.contains("+34 600 111 412") && !text.contains("600 222 412"));
    }
    let refused = MessageQuery {
        tenant: Some(tenant(RUIZ)),
        ..all
    };
    let refused = export::stream(&world.test, &owner(), &refused, Format::Csv, None).await;
    assert!(matches!(refused.err(), Some(ServiceError::NotFound)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn no_cell_is_run_by_a_spreadsheet_and_every_line_is_json(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let all = MessageQuery {
        range: Range::All,
        ..MessageQuery::default()
    };
    let text = file(&world, &admin(), &all, Format::Csv).await;
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let head = rows.headers().unwrap().clone();
    let column = |name: &str| head.iter().position(|h| h == name).unwrap();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(&rows[1][column("tenant")], "'=Ruiz");
    assert_eq!(&rows[0][column("customer")], "'+34 600 111 412");
    assert_eq!(&rows[0][column("status")], "failed");
    assert_eq!(&rows[0][column("error_code")], "131026");
    assert!(
        rows.iter()
            .all(|row| row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])))
    );

    let text = file(&world, &admin(), &all, Format::JsonLines).await;
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["customer"], "+34 600 111 412");
    assert_eq!(lines[0]["read_at"], serde_json::Value::Null);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_long_file_comes_in_pieces_and_every_message_once(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut tx = world.test.svc.db.write().await.unwrap();
    for n in 0..4_500 {
        let at = START.plus(-MINUTE - n);
        store(
            &world.test,
            &mut tx,
            Message {
                at,
                tenant: 1,
                contact: 10,
                state: State::Sent,
                text: "x",
            },
        )
        .await;
    }
    tx.commit().await.unwrap();
    let query = MessageQuery {
        state: Some(State::Sent),
        ..MessageQuery::default()
    };
    let mut stream = Box::pin(
        export::stream(&world.test, &admin(), &query, Format::JsonLines, None)
            .await
            .unwrap(),
    );
    let pieces: Vec<Vec<u8>> = stream.by_ref().map(Result::unwrap).collect().await;
    assert!(stream.next().await.is_none(), "the end stays the end");
    assert_eq!(pieces.len(), 2);
    let mut ids: Vec<String> = pieces
        .concat()
        .split(|b| *b == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| {
            serde_json::from_slice::<serde_json::Value>(line).unwrap()["id"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(ids.len(), 4_500);
    ids.dedup();
    assert_eq!(ids.len(), 4_500);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn how_far_a_file_has_come_is_told_to_its_reader_alone(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let all = MessageQuery {
        range: Range::All,
        ..MessageQuery::default()
    };
    let begin = async |name: &str| {
        let stream = export::stream(&world.test, &admin(), &all, Format::Csv, Some(name)).await;
        Box::pin(stream.unwrap())
    };
    let seen = |call: &Call, name: &str| {
        let found = export_progress::progress(&world.test, call, name);
        found.map(|progress| (progress.rows, progress.total, progress.done))
    };
    let mut file = begin("the-first").await;
    assert_eq!(seen(&admin(), "the-first"), Some((0, Some(4), false)));
    // The head, then the rows, then the end.
    for rows in [0, 4] {
        file.next().await.unwrap().unwrap();
        assert_eq!(seen(&admin(), "the-first"), Some((rows, Some(4), false)));
        assert_eq!(seen(&helper(), "the-first"), None);
    }
    assert!(file.next().await.is_none());
    drop(file);
    assert_eq!(seen(&admin(), "the-first"), Some((4, Some(4), true)));
    let mut given_up = begin("the-second").await;
    given_up.next().await.unwrap().unwrap();
    drop(given_up);
    assert_eq!(seen(&admin(), "the-second"), None);
}
