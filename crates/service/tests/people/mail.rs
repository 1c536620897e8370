//! Links by e-mail, against a mail server in this process.

use domain::{lang::Lang, person::Role};
use service::{
    Call,
    people::{
        links::{self, Invite},
        mail::Mailer,
        profile,
    },
    testing::{Setup, TestServices},
};
use store::Engine;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};

use crate::{actions, admin, call_of, from, is_too_many, token_of};

/// Speaks just enough SMTP to take messages.
async fn mail_server() -> (String, UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let (sender, receiver) = unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(take(stream, sender.clone()));
        }
    });
    (url, receiver)
}

async fn take(stream: TcpStream, sender: UnboundedSender<String>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 test\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        if line == "DATA" {
            write.write_all(b"354 go\r\n").await.ok()?;
            let mut message = String::new();
            while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                // Soft line breaks of quoted-printable.
                match line.strip_suffix('=') {
                    Some(part) => message.push_str(part),
                    None => message.extend([line.as_str(), "\n"]),
                }
            }
            sender.send(message).ok()?;
        }
        write.write_all(b"250 ok\r\n").await.ok()?;
    }
    Some(())
}

async fn with_mail() -> (TestServices, UnboundedReceiver<String>) {
    let (url, mail) = mail_server().await;
    let mailer = Mailer::connect(&url, "Tahona <tahona@plataforma.example>").unwrap();
    (
        TestServices::with(
            Engine::Sqlite,
            Setup {
                mailer: Some(mailer),
                ..Setup::default()
            },
        )
        .await,
        mail,
    )
}

fn sara() -> Invite {
    Invite {
        email: "sara@obrador.example".into(),
        name: "Sara".into(),
        role: Role::Support,
        tenants: vec![],
    }
}

#[tokio::test]
async fn an_invitation_goes_out_in_both_languages() {
    let (test, mut mail) = with_mail().await;
    let link = links::invite(&test, &Call::system("test"), sara()).await.unwrap();
    assert!(link.mailed);
    let message = mail.recv().await.unwrap();
    assert!(message.contains("To: sara@obrador.example"), "{message}");
    assert!(
        message.contains("From: Tahona <tahona@plataforma.example>"),
        "{message}"
    );
    assert_eq!(message.matches(&link.url).count(), 2, "{message}");
    assert!(
        message.contains("Hola, Sara") && message.contains("Hello Sara"),
        "{message}"
    );
}

#[tokio::test]
async fn a_mail_server_that_is_away_does_not_stop_an_invitation() {
    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let mailer = Mailer::connect(
        &format!("smtp://ana:hunter2@{closed}"),
        "tahona@plataforma.example",
    )
    .unwrap();
    assert!(!format!("{mailer:?}").contains("hunter2"));
    let test = TestServices::with(
        Engine::Sqlite,
        Setup {
            mailer: Some(mailer),
            ..Setup::default()
        },
    )
    .await;
    let link = links::invite(&test, &Call::system("test"), sara()).await.unwrap();
    assert!(!link.mailed);
    assert!(links::open(&test, token_of(&link.url)).await.is_ok());
}

#[tokio::test]
async fn a_forgotten_password_is_answered_alike_for_known_and_unknown_people() {
    let (test, mut mail) = with_mail().await;
    let (id, _) = admin(&test, "ana@obrador.example").await;
    let call = call_of(&test, &id).await;
    profile::set_preferences(&test, &call, Some(Some(Lang::En)), None)
        .await
        .unwrap();
    for email in ["nobody@obrador.example", "not an address", "ANA@obrador.example"] {
        links::request_reset(&test, &from("203.0.113.1"), email)
            .await
            .unwrap();
    }
    let message = mail.recv().await.unwrap();
    assert!(
        message.contains("To: ana@obrador.example") && message.contains("Hello"),
        "{message}"
    );
    assert!(!message.contains("Hola"), "{message}");
    let url = message.lines().find(|line| line.starts_with("https://")).unwrap();
    assert_eq!(
        links::open(&test, token_of(url)).await.unwrap().email.as_str(),
        "ana@obrador.example"
    );
    assert_eq!(actions(&test).await.last().unwrap(), "user.reset_link");

    // Asking again leaves the link in force that is already on its way.
    links::request_reset(&test, &from("203.0.113.1"), "ana@obrador.example")
        .await
        .unwrap();
    mail.recv().await.unwrap();
    assert!(links::open(&test, token_of(url)).await.is_ok());
    assert!(mail.try_recv().is_err(), "nobody else got one");
}

#[tokio::test]
async fn nobody_asks_for_links_without_end() {
    let test = TestServices::new(Engine::Sqlite).await;
    for n in 0..10 {
        let email = format!("p{n}@obrador.example");
        assert!(
            links::request_reset(&test, &from("203.0.113.1"), &email)
                .await
                .is_ok()
        );
    }
    assert!(is_too_many(
        &links::request_reset(&test, &from("203.0.113.1"), "ana@obrador.example").await
    ));
    assert!(
        links::request_reset(&test, &from("203.0.113.2"), "ana@obrador.example")
            .await
            .is_ok()
    );
}
