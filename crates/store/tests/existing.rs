//! A database that has to be there already.

use rstest::rstest;
use store::{Db, Engine, StoreError, migrate, testing::TestDb};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_database_is_opened_as_it_is_and_told_from_an_empty_one(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let db = Db::open_existing(&test.url).await.unwrap();
    migrate::check(&db).await.unwrap();
    db.close().await;

    let empty = TestDb::empty(engine).await;
    let db = Db::open_existing(&empty.url).await.unwrap();
    for _ in 0..2 {
        let refused = migrate::check(&db).await.unwrap_err();
        assert!(matches!(refused, StoreError::NoConsole), "{refused}");
    }
    db.close().await;
}

#[tokio::test]
async fn a_file_that_is_not_there_is_not_made() {
    let test = TestDb::empty(Engine::Sqlite).await;
    let url = format!("{}.mistyped", test.url);
    let refused = Db::open_existing(&url).await.unwrap_err();
    assert!(matches!(refused, StoreError::Missing), "{refused}");
    let path = url.strip_prefix("sqlite://").unwrap();
    assert!(!std::path::Path::new(path).exists());
}
