package dev.crosspoint.gateway.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import dev.crosspoint.signaling.api.Private;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimsTest {
    @Test
    void readsWhatAProviderSays() throws Exception {
        var claims =
                claims(
                        "preferred_username",
                        "'preferred_username':'olga','name':'Olga Oberg','groups':['desk','others'],"
                                + "'amr':['pwd','mfa'],'auth_time':1795852590");

        assertThat(claims.id()).contains("olga");
        assertThat(claims.displayName()).contains(new Private("Olga Oberg"));
        assertThat(claims.groups()).containsExactly("desk", "others");
        assertThat(claims.methods()).containsExactlyInAnyOrder("pwd", "mfa");
        assertThat(claims.authenticated()).contains(Instant.ofEpochSecond(1_795_852_590));
        assertThat(claims.toString()).doesNotContain("olga", "Olga", "desk");
    }

    @Test
    void knowsThePersonByIssuerAndSubject() throws Exception {
        var claims = claims("preferred_username", "'preferred_username':'olga'");

        assertThat(claims.subject())
                .isEqualTo(claims("preferred_username", "'preferred_username':'o'").subject())
                .matches("[A-Za-z0-9_-]{43}")
                .isNotEqualTo(
                        Claims.of(token("'iss':'https://other.example.com'"), settings("sub"))
                                .subject());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "preferred_username | 'preferred_username':'../x' | \"\"",
                "preferred_username | 'preferred_username':7 | \"\"",
                "preferred_username | 'name':'Olga' | \"\"",
                "email | 'email':'olga@example.com' | \"\"",
                "email | 'email':'olga@example.com','email_verified':false | \"\"",
                "email | 'email':'olga@example.com','email_verified':true | olga@example.com",
                "sub | 'name':'Olga' | s-1"
            })
    void takesAsAnIdWhatCanBeOneAndIsSure(String claim, String json, String id) throws Exception {
        assertThat(claims(claim, json).id().orElse("")).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'groups':'desk' | desk",
                "'groups':['desk',7,null,{'a':1},'heads'] | desk heads",
                "'groups':{'desk':true} | \"\"",
                "'groups':null | \"\"",
                "'other':['desk'] | \"\""
            })
    void takesGroupsThatAreTexts(String json, String groups) throws Exception {
        assertThat(String.join(" ", claims("sub", json).groups())).isEqualTo(groups);
    }

    @Test
    void cutsALongNameBetweenItsCharacters() throws Exception {
        var name = claims("sub", "'name':'" + "\ud83d\ude00".repeat(200) + "'").displayName();

        assertThat(name.orElseThrow().value()).isEqualTo("\ud83d\ude00".repeat(128));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'aud':'crosspoint' | true",
                "'aud':'crosspoint','azp':'crosspoint' | true",
                "'aud':['crosspoint','other'],'azp':'crosspoint' | true",
                "'aud':['crosspoint','other'] | false",
                "'aud':'crosspoint','azp':'other' | false",
                "'aud':['crosspoint','other'],'azp':'other' | false"
            })
    void isForTheClientThatItWasIssuedTo(String json, boolean is) throws Exception {
        assertThat(Claims.isFor("crosspoint", token(json))).isEqualTo(is);
    }

    @Test
    void givesTheProfilesOfGroupsAndOfNoOther() {
        assertThat(settings("sub").profilesOf(List.of("heads", "others", "desk", "desk")))
                .containsExactly("Admin", "Agent");
        assertThat(settings("sub").profilesOf(List.of("Admin"))).isEmpty();
    }

    private static Claims claims(String userClaim, String json) throws ParseException {
        return Claims.of(token(json), settings(userClaim));
    }

    private static IDTokenClaimsSet token(String json) throws ParseException {
        var all = JSONObjectUtils.parse("{" + json.replace('\'', '"') + "}");
        Map.of(
                        "iss", "https://id.example.com",
                        "sub", "s-1",
                        "aud", "crosspoint",
                        "exp", 4_000_000_000L,
                        "iat", 1_700_000_000L)
                .forEach(all::putIfAbsent);
        return IDTokenClaimsSet.parse(all);
    }

    private static ProviderSettings settings(String userClaim) {
        return new ProviderSettings(
                "Example SSO",
                URI.create("https://id.example.com"),
                "crosspoint",
                new Private("secret"),
                List.of(),
                userClaim,
                "groups",
                Map.of("desk", "Agent", "heads", "Admin"),
                Set.of("mfa"),
                5,
                null);
    }
}
