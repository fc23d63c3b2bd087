"""Addresses of money: an agent's months, a number's accounts."""

from django.urls import path

from boutdufil.rooms.illico.views import accounts, pay

PAY = "poste/releves/<int:agent_id>/"
ACCOUNTS = "numeros/<slug:code>/comptes/"
urlpatterns = [
    path("poste/releves/", pay.pay, name="pay"),
    path(f"{PAY}iban/", pay.pay_account, name="pay_account"),
    path(f"{PAY}<slug:month>/", pay.pay_month, name="pay_month"),
    path(f"{PAY}<slug:month>/<slug:form>/", pay.pay_file, name="pay_file"),
    path(ACCOUNTS, accounts.accounts, name="accounts"),
    path(f"{ACCOUNTS}annee/<int:year>/<slug:form>/", accounts.year_file, name="year_file"),
    path(f"{ACCOUNTS}<slug:month>/", accounts.account_month, name="account_month"),
    path(f"{ACCOUNTS}<slug:month>/decompter/", accounts.settle, name="settle"),
    path(f"{ACCOUNTS}<slug:month>/corriger/", accounts.take_back, name="take_back"),
    path(f"{ACCOUNTS}<slug:month>/virements/", accounts.orders, name="payment_orders"),
    path(f"{ACCOUNTS}<slug:month>/<slug:form>/", accounts.month_file, name="account_file"),
]
