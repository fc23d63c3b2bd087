"""What the holders of the invented numbers answer in writing. No film: the demo ships none."""

from boutdufil.rooms.illico.demo.numbers import find
from boutdufil.rooms.illico.models import Answer
from boutdufil.rooms.illico.services.answers import AnswerText, write_answer

ANSWERS: dict[str, tuple[AnswerText, ...]] = {
    "suivi-de-commande": (
        AnswerText(
            "Où est mon colis ?",
            "Ouvrez « Mes commandes » et choisissez « Suivre ». Le suivi change deux fois par "
            "jour. S’il n’a pas bougé depuis trois jours, appelez : la personne qui répond peut "
            "renvoyer le colis sans attendre l’enquête du transporteur.",
        ),
        AnswerText(
            "Comment renvoyer un article ?",
            "Vous avez trente jours. Imprimez l’étiquette depuis « Mes commandes », ou montrez le "
            "code au point relais. Le retour est gratuit.",
        ),
        AnswerText(
            "Quand suis-je remboursé ?",
            "Trois jours ouvrés après l’arrivée du retour, sur le moyen de paiement d’origine.",
        ),
        AnswerText(
            "Un article est arrivé cassé.",
            "Gardez l’emballage et prenez une photo. La personne qui répond décide seule d’un "
            "échange ou d’un remboursement jusqu’à 150 €.",
        ),
        AnswerText(
            "Je veux changer l’adresse de livraison.",
            "C’est possible tant que la commande est « en préparation ». Ensuite, appelez.",
        ),
        AnswerText(
            "Where is my parcel?",
            "Open “My orders” and choose “Track”. If nothing has moved for three days, call us.",
            language="en",
        ),
    ),
    "sinistres": (
        AnswerText(
            "Comment déclarer un dégât des eaux ?",
            "Dans les cinq jours ouvrés, avec des photos et, s’il y a un voisin, le constat "
            "amiable. Coupez l’eau d’abord. On remplit la déclaration avec vous au téléphone.",
        ),
        AnswerText(
            "Mon remboursement est plus bas que prévu.",
            "Le décompte montre la part de l’assurance maladie, la nôtre et la franchise. La "
            "personne qui répond l’a sous les yeux et peut le faire revoir.",
        ),
        AnswerText(
            "Puis-je choisir mon réparateur ?",
            "Oui, toujours. Nous avons une liste ; elle n’oblige à rien.",
        ),
    ),
    "mairie-de-valmont": (
        AnswerText(
            "Comment refaire ma carte d’identité ?",
            "Prenez rendez-vous. Apportez une photo de moins de six mois, l’ancienne carte et un "
            "justificatif de domicile. Le premier renouvellement est gratuit.",
        ),
        AnswerText(
            "Comment inscrire mon enfant à l’école ?",
            "Avec le livret de famille, un justificatif de domicile et le carnet de vaccination, "
            "de janvier à avril. Après, appelez : on cherche une place avec vous.",
        ),
        AnswerText(
            "Puis-je venir en mairie avec un interprète ?",
            "Oui. Un interprète en langue des signes vient le mercredi matin, et sur rendez-vous "
            "les autres jours. Vous ne payez rien.",
        ),
        AnswerText(
            "Quand passent les encombrants ?",
            "Le premier mardi du mois, sur demande. Sortez-les la veille après 19 h.",
        ),
        AnswerText(
            "How do I register my child for school?",
            "Bring the family record, proof of address and the vaccination record. We help you "
            "find a place all year round.",
            language="en",
        ),
    ),
    "assistance-internet": (
        AnswerText(
            "Ma connexion est coupée.",
            "Débranchez la box dix secondes. Si le voyant reste rouge, appelez depuis un autre "
            "réseau : la ligne est testée pendant l’appel.",
        ),
        AnswerText(
            "Ma facture a augmenté.",
            "La ligne « fin de promotion » dit depuis quand. La personne qui répond peut vous "
            "dire les offres en cours, sans nouvel engagement.",
        ),
    ),
    "transports-de-la-lys": (
        AnswerText(
            "J’ai perdu un objet dans le bus.",
            "Les objets arrivent au dépôt le lendemain à midi. Dites la ligne, l’heure et l’objet.",
        ),
        AnswerText(
            "Comment résilier mon abonnement ?",
            "Avant le 20 du mois, en ligne ou par téléphone. Sans frais.",
        ),
    ),
    "ateliers-conseil": (
        AnswerText(
            "Quelle perceuse pour un mur en béton ?",
            "Une perceuse à percussion, avec un foret au carbure. Elle se loue à la journée.",
        ),
    ),
}


def furnish() -> None:
    """Write the answers of the numbers that have none."""
    for code, answers in ANSWERS.items():
        number = find(code)
        if not Answer.objects.filter(number=number).exists():
            for said in answers:
                write_answer(number_id=number.pk, said=said, actor_id=None)
