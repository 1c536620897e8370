use domain::{
    ids::{LinkId, UserId},
    person::Role,
    time::HOUR,
};
use rstest::rstest;
use store::{
    Engine, Tx,
    links::{self, Kind, NewLink},
    testing::TestDb,
};

use crate::{NOW, person, uuid};

async fn link(tx: &mut Tx, n: u32, user: &UserId) -> LinkId {
    let id = LinkId::parse(&uuid(n)).unwrap();
    let new = NewLink {
        id: &id,
        kind: Kind::Reset,
        token_hash: &format!("token{n}"),
        user_id: user,
        created_by: None,
        created_at: NOW,
        expires_at: NOW.plus(HOUR),
    };
    links::insert(tx, &new).await.unwrap();
    id
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_link_works_once_in_its_time_unless_it_is_withdrawn(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let user = person(&mut tx, 1, Role::Owner).await;
    let (used, late, withdrawn) = (
        link(&mut tx, 11, &user).await,
        link(&mut tx, 12, &user).await,
        link(&mut tx, 13, &user).await,
    );
    assert_eq!(links::open(&mut tx, NOW).await.unwrap().len(), 3);

    assert!(links::use_up(&mut tx, &used, NOW.plus(HOUR - 1)).await.unwrap());
    assert!(!links::use_up(&mut tx, &used, NOW.plus(HOUR - 1)).await.unwrap());
    assert!(!links::use_up(&mut tx, &late, NOW.plus(HOUR)).await.unwrap());
    assert!(links::revoke(&mut tx, &withdrawn, NOW).await.unwrap());
    assert!(!links::revoke(&mut tx, &withdrawn, NOW).await.unwrap());
    assert!(!links::revoke(&mut tx, &used, NOW).await.unwrap());
    assert!(!links::use_up(&mut tx, &withdrawn, NOW).await.unwrap());

    let open = links::open(&mut tx, NOW).await.unwrap();
    assert_eq!(open.iter().map(|l| &l.id).collect::<Vec<_>>(), [&late]);
    assert!(
        links::by_token_hash(&mut tx, "token12")
            .await
            .unwrap()
            .unwrap()
            .works(NOW)
    );
    for gone in ["token11", "token13"] {
        assert!(
            !links::by_token_hash(&mut tx, gone)
                .await
                .unwrap()
                .unwrap()
                .works(NOW),
            "{gone}"
        );
    }
    assert_eq!(links::revoke_for_user(&mut tx, &user, NOW).await.unwrap(), 1);
    assert_eq!(links::sweep(&mut tx, NOW.plus(HOUR)).await.unwrap(), 0);
    assert_eq!(links::sweep(&mut tx, NOW.plus(HOUR + 1)).await.unwrap(), 3);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_use_a_link_at_once_one_succeeds(#[case] engine: Engine) {
    let test = TestDb::new(engine).await;
    let mut tx = test.db.write().await.unwrap();
    let user = person(&mut tx, 1, Role::Owner).await;
    let id = link(&mut tx, 11, &user).await;
    tx.commit().await.unwrap();
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let (db, id) = (test.db.clone(), id.clone());
            tokio::spawn(async move {
                let mut tx = db.write().await.unwrap();
                let mine = links::use_up(&mut tx, &id, NOW).await.unwrap();
                tx.commit().await.unwrap();
                mine
            })
        })
        .collect();
    let mut used = 0;
    for attempt in tries {
        used += i32::from(attempt.await.unwrap());
    }
    assert_eq!(used, 1);
}
